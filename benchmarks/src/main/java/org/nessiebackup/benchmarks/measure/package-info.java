/**
 * What is measured and how: processes with their time and memory, samples of several runs, the
 * machine, and the table of results with the limits that they must keep.
 */
package org.nessiebackup.benchmarks.measure;
