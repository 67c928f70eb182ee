/** The operator: watches the resources by which protection is declared, and does what they say. */
package org.nessiebackup.operator;
