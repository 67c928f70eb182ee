package org.nessiebackup.service.http;

import java.time.InstantSource;
import java.util.function.Consumer;
import org.nessiebackup.service.security.Audit;
import org.nessiebackup.service.security.Guard;

/**
 * What a server needs besides what it serves.
 *
 * @param guard decides who is answered
 * @param audit hears who has asked for what
 * @param defects hears what no endpoint should have thrown
 * @param clock tells the time
 */
public record WebContext(
    Guard guard, Audit audit, Consumer<Throwable> defects, InstantSource clock) {}
