/**
 * A {@code NessieRestore}: a Job that plans, one that restores once somebody has approved just that
 * plan, and one that takes it back.
 */
package org.nessiebackup.operator.restore;
