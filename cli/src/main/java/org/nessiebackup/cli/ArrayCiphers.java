package org.nessiebackup.cli;

import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.util.List;
import javax.crypto.Cipher;
import javax.crypto.NoSuchPaddingException;

/** The ciphers of another provider, each as an {@link ArrayCipher}. */
final class ArrayCiphers extends Provider {
  /** What this provider is called among all of a process. */
  static final String NAME = "ArrayCiphers";

  private static final long serialVersionUID = 1;

  /**
   * @param wrapped does the work
   * @param algorithms the ciphers of {@code wrapped} that are offered here
   */
  ArrayCiphers(Provider wrapped, List<String> algorithms) {
    super(NAME, wrapped.getVersionStr(), wrapped.getInfo());
    algorithms.forEach(each -> putService(service(wrapped, each)));
  }

  private Service service(Provider wrapped, String algorithm) {
    return new Service(this, "Cipher", algorithm, ArrayCipher.class.getName(), null, null) {
      @Override
      public Object newInstance(Object parameter) throws NoSuchAlgorithmException {
        try {
          return new ArrayCipher(Cipher.getInstance(algorithm, wrapped));
        } catch (NoSuchPaddingException e) {
          throw new NoSuchAlgorithmException(e);
        }
      }
    };
  }
}
