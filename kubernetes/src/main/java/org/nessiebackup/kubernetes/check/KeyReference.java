package org.nessiebackup.kubernetes.check;

import java.util.Optional;
import org.nessiebackup.kubernetes.cluster.ObjectKind;

/**
 * Something of a Secret or ConfigMap that a pod is given.
 *
 * @param kind Secret or ConfigMap
 * @param name its name
 * @param key the key; absent where all are meant
 * @param optional whether the pod starts without it
 * @param place where the pod has it, for people
 */
record KeyReference(
    ObjectKind kind, String name, Optional<String> key, boolean optional, String place) {}
