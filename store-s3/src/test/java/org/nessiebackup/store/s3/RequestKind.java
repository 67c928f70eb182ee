package org.nessiebackup.store.s3;

import java.util.function.Predicate;
import org.nessiebackup.testing.FaultyProxy.Request;

/** What a request is for. */
enum RequestKind implements Predicate<Request> {
  /** Publishes an object in one go. */
  PUT("PUT", ""),
  /** Sends a part of an object. */
  PART("PUT", "partNumber"),
  /** Publishes an object of several parts. */
  COMPLETION("POST", "uploadId"),
  /** Reads an object, or lists them. */
  GET("GET", ""),
  /** Looks at an object. */
  HEAD("HEAD", ""),
  /** Lists objects. */
  LISTING("GET", "list-type"),
  /** Any of them. */
  ANY("", "");

  private final String method;
  private final String inQuery;

  RequestKind(String method, String inQuery) {
    this.method = method;
    this.inQuery = inQuery;
  }

  @Override
  public boolean test(Request request) {
    return this == ANY || request.is(method, inQuery);
  }
}
