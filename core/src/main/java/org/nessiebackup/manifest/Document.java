package org.nessiebackup.manifest;

/** What a vault keeps as JSON, each with its own checksum ({@link Documents}). */
public sealed interface Document
    permits Manifest,
        Tombstone,
        VaultDescription,
        VaultSettings,
        Lease,
        Pin,
        BackupRecord,
        Tip,
        JournalEpoch,
        JournalFile,
        JournalProofRecord,
        ReplicaState,
        RunRecord,
        RunRecord.Content,
        ShardDocument,
        ShardDocument.Plan,
        ShardDocument.Part {}
