package org.nessiebackup.acceptance;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.nessiebackup.kubernetes.testbed.SampleWorkload;
import org.nessiebackup.kubernetes.testbed.StandInNessie;
import org.nessiebackup.kubernetes.testbed.TestCluster;
import org.nessiebackup.kubernetes.testbed.TestKubelet;

/** A cluster with a stand-in for Nessie, which starts at once, where only our commands matter. */
final class StandInCluster implements AutoCloseable {
  private final TestCluster cluster = TestCluster.start();
  private final TestKubelet kubelet;

  StandInCluster(CatalogDatabase database) {
    kubelet =
        cluster
            .kubelet(
                StandInNessie.programThatMakesTables(
                    () -> connect(database), CatalogDatabase.SCHEMA))
            .start();
    cluster.client().resource(SampleWorkload.deployment("nessie", "lake", 1)).create();
  }

  private static Connection connect(CatalogDatabase database) throws SQLException {
    return DriverManager.getConnection(
        database.server().jdbcUrl(database.name()), CatalogDatabase.ROLE, "");
  }

  Path kubeconfig(Path folder) {
    return cluster.kubeconfig(folder);
  }

  @Override
  public void close() {
    kubelet.close();
    cluster.close();
  }
}
