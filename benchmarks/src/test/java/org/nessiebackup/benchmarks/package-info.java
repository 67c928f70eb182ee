/** Sees that the measuring itself works; what it finds is nobody's promise on a busy machine. */
package org.nessiebackup.benchmarks;
