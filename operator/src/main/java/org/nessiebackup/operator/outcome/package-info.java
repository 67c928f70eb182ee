/**
 * What a Job has left: the document {@code result} of docs/json-output.md in its pod's termination
 * message. It comes from a pod, so nothing of it is believed to be there.
 */
package org.nessiebackup.operator.outcome;
