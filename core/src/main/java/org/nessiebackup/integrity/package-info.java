/**
 * Proves that a catalog is whole: that everything its references lead to is there and is what it
 * was. One pass over all rows leaves numbers in tables; a walk over these says what is reached and
 * what is damaged, and only what is damaged is looked up again.
 */
package org.nessiebackup.integrity;
