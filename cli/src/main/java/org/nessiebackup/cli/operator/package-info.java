/** The operator: catalogs that are declared as resources of Kubernetes. */
package org.nessiebackup.cli.operator;
