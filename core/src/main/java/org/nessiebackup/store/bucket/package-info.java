/**
 * A bucket as a store, written once for all vendors: reading that resumes, uploads in parts, one
 * policy for retries, one way to put errors into words.
 *
 * <p>A vendor implements {@link org.nessiebackup.store.bucket.BucketRequests}: single requests with
 * keys instead of names, and what its errors mean.
 */
package org.nessiebackup.store.bucket;
