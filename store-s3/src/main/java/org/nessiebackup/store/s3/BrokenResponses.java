package org.nessiebackup.store.s3;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;

/**
 * Makes a response that breaks off an error like any other of a connection, which is worth another
 * attempt. The library takes it for bad XML, or lets an unchecked error through. Objects are not
 * concerned: their reader resumes by itself.
 */
final class BrokenResponses implements ExecutionInterceptor {
  @Override
  public Optional<InputStream> modifyHttpResponseContent(
      Context.ModifyHttpResponse context, ExecutionAttributes attributes) {
    return context.request() instanceof GetObjectRequest
        ? context.responseBody()
        : context.responseBody().map(Response::new);
  }

  private static final class Response extends FilterInputStream {
    Response(InputStream in) {
      super(in);
    }

    @Override
    public int read() {
      try {
        return in.read();
      } catch (IOException e) {
        throw broken(e);
      }
    }

    @Override
    public int read(byte[] bytes, int offset, int length) {
      try {
        return in.read(bytes, offset, length);
      } catch (IOException e) {
        throw broken(e);
      }
    }

    private static SdkClientException broken(IOException e) {
      return SdkClientException.create("the response broke off: " + e.getMessage(), e);
    }
  }
}
