/** What tests of several packages and modules need of the service. */
package org.nessiebackup.service.testing;
