/** How to read the files that tables point to, where Nessie lets its clients read them. */
package org.nessiebackup.cli.warehouse;
