/** How records become JSON and back, and JSON of others. */
package org.nessiebackup.manifest.json;
