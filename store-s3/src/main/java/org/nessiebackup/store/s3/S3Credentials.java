package org.nessiebackup.store.s3;

import org.nessiebackup.Secret;

/**
 * An access key that somebody has configured, instead of what the AWS tools would use.
 *
 * @param accessKey its id
 * @param secretKey its secret
 */
public record S3Credentials(String accessKey, Secret secretKey) {}
