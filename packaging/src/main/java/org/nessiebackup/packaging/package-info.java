/** Steps of a release for which there is no plugin of Maven. Nothing of it is shipped. */
package org.nessiebackup.packaging;
