/** Sees that what is measured is what happens. */
package org.nessiebackup.benchmarks.measure;
