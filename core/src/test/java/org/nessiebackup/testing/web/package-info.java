/**
 * A fourth kind of bucket, to show what a new one takes: single requests over HTTP, what their
 * errors mean, and how an address is written. All else is in {@code store.bucket}.
 */
package org.nessiebackup.testing.web;
