/** Values as text in a dump, and the bytes that COPY binary has for them; in place, row by row. */
package org.nessiebackup.imports.value;
