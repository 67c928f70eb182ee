/**
 * A bucket with the S3 interface as a store: AWS, Ceph, MinIO, Garage and their like. Sole owner of
 * the AWS SDK.
 *
 * <p>What makes an object appear all at once is the server: a PUT and the completion of a multipart
 * upload publish a whole object or nothing. That a name goes to one writer only rests on
 * conditional puts ({@code If-None-Match: *}), which not every server has; so a commit always looks
 * first, and {@link ConditionalPutProbe} finds out what the server does by trying. Nothing else is
 * required of a server that these four do not share.
 */
package org.nessiebackup.store.s3;
