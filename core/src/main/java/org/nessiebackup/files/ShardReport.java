package org.nessiebackup.files;

import org.nessiebackup.files.ShardOptions.Shard;

/**
 * What became of the files of a shard.
 *
 * @param run the name of the check
 * @param shard which part of the files
 * @param files these files, and of each reference the tables that have one of them; contents
 *     without a file, and what could not be found out of the catalog, are in the first shard's
 */
public record ShardReport(String run, Shard shard, FilesReport files) {}
