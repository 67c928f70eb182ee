/**
 * What a backup contains, as records and as JSON, with the gate that refuses formats newer than
 * this program. Sole owner of JSON.
 *
 * <p>The written specification is {@code docs/format.md}; a change here is a change there first.
 */
package org.nessiebackup.manifest;
