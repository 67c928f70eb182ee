package org.nessiebackup.deploy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.net.spi.InetAddressResolver;
import java.net.spi.InetAddressResolverProvider;
import java.util.stream.Stream;

/**
 * What a cluster's name server does for pods: names of Services lead to an address, here that of
 * this machine. All other names are asked for as ever.
 */
public final class ServiceNames extends InetAddressResolverProvider {
  private static final String SERVICE = ".svc";

  /** Made by Java, which finds it by its name in {@code META-INF/services}. */
  public ServiceNames() {}

  @Override
  public InetAddressResolver get(Configuration configuration) {
    InetAddressResolver builtin = configuration.builtinResolver();
    return new InetAddressResolver() {
      @Override
      public Stream<InetAddress> lookupByName(String host, LookupPolicy policy)
          throws UnknownHostException {
        return host.endsWith(SERVICE)
            ? Stream.of(InetAddress.getByAddress(host, new byte[] {127, 0, 0, 1}))
            : builtin.lookupByName(host, policy);
      }

      @Override
      public String lookupByAddress(byte[] address) throws UnknownHostException {
        return builtin.lookupByAddress(address);
      }
    };
  }

  @Override
  public String name() {
    return "Services of a cluster";
  }
}
