package org.nessiebackup.cli;

import java.nio.ByteBuffer;
import java.security.AlgorithmParameters;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.security.spec.AlgorithmParameterSpec;
import java.util.Optional;
import javax.crypto.BadPaddingException;
import javax.crypto.Cipher;
import javax.crypto.CipherSpi;
import javax.crypto.IllegalBlockSizeException;
import javax.crypto.NoSuchPaddingException;
import javax.crypto.ShortBufferException;

/**
 * A cipher of another provider that is given arrays only. Java's TLS hands over buffers on the
 * heap; Conscrypt copies those into new ones outside of it, two for each record, which costs more
 * than to decrypt them. Java itself knows how to take the array out of a buffer: {@link CipherSpi}
 * does so for whoever does not override it.
 */
final class ArrayCipher extends CipherSpi {
  private final Cipher cipher;
  private byte[] copy = {};

  ArrayCipher(Cipher cipher) {
    this.cipher = cipher;
  }

  @Override
  protected void engineSetMode(String mode) throws NoSuchAlgorithmException {
    throw new NoSuchAlgorithmException(mode);
  }

  @Override
  protected void engineSetPadding(String padding) throws NoSuchPaddingException {
    throw new NoSuchPaddingException(padding);
  }

  @Override
  protected int engineGetBlockSize() {
    return cipher.getBlockSize();
  }

  @Override
  protected int engineGetOutputSize(int inputLength) {
    return cipher.getOutputSize(inputLength);
  }

  @Override
  protected byte[] engineGetIV() {
    return cipher.getIV();
  }

  @Override
  protected AlgorithmParameters engineGetParameters() {
    return cipher.getParameters();
  }

  @Override
  protected void engineInit(int mode, Key key, SecureRandom random) throws InvalidKeyException {
    cipher.init(mode, key, random);
  }

  @Override
  protected void engineInit(
      int mode, Key key, AlgorithmParameterSpec parameters, SecureRandom random)
      throws InvalidKeyException, InvalidAlgorithmParameterException {
    cipher.init(mode, key, parameters, random);
  }

  @Override
  protected void engineInit(int mode, Key key, AlgorithmParameters parameters, SecureRandom random)
      throws InvalidKeyException, InvalidAlgorithmParameterException {
    cipher.init(mode, key, parameters, random);
  }

  @Override
  protected void engineUpdateAAD(byte[] bytes, int offset, int length) {
    cipher.updateAAD(bytes, offset, length);
  }

  @Override
  protected void engineUpdateAAD(ByteBuffer bytes) {
    cipher.updateAAD(bytes);
  }

  @Override
  protected byte[] engineUpdate(byte[] input, int offset, int length) {
    return Optional.ofNullable(cipher.update(input, offset, length)).orElseGet(() -> new byte[0]);
  }

  @Override
  protected int engineUpdate(byte[] input, int offset, int length, byte[] output, int at)
      throws ShortBufferException {
    return cipher.update(input, offset, length, output, at);
  }

  @Override
  protected byte[] engineDoFinal(byte[] input, int offset, int length)
      throws IllegalBlockSizeException, BadPaddingException {
    return cipher.doFinal(input, offset, length);
  }

  /** TLS decrypts a record where it lies; Conscrypt would copy it into a new array each time. */
  @Override
  @SuppressWarnings("ReferenceEquality") // Whether it is one array, not whether two are equal.
  protected int engineDoFinal(byte[] input, int offset, int length, byte[] output, int at)
      throws ShortBufferException, IllegalBlockSizeException, BadPaddingException {
    if (input != output) {
      return cipher.doFinal(input, offset, length, output, at);
    }
    if (copy.length < length) {
      copy = new byte[length];
    }
    System.arraycopy(input, offset, copy, 0, length);
    return cipher.doFinal(copy, 0, length, output, at);
  }
}
