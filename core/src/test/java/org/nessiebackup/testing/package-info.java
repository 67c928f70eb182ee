/**
 * What tests of this and other modules share: the contract of stores, a store that fails on demand,
 * random rows, and programs that are not part of the build.
 */
package org.nessiebackup.testing;
