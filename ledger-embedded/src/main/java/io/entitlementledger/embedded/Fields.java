package io.entitlementledger.embedded;

import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.ErrorCode;
import de.bwaldvogel.mongo.exception.MongoServerError;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Fields of commands and answers, of the type they must have. */
final class Fields {
  private Fields() {}

  static <T> T of(Document document, String name, Class<T> type) {
    Object value = document.get(name);
    if (!type.isInstance(value)) {
      throw new MongoServerError(
          ErrorCode.TypeMismatch,
          "the field '%s' must be %s, not %s".formatted(name, type.getSimpleName(), value));
    }
    return type.cast(value);
  }

  static int number(Document document, String name) {
    return of(document, name, Number.class).intValue();
  }

  static String text(Document document, String name) {
    return of(document, name, String.class);
  }

  /** Documents that may be bytes already. */
  static List<RawDocument> raw(Document document, String name) {
    List<RawDocument> documents = new ArrayList<>();
    for (Object element : of(document, name, Collection.class)) {
      documents.add(
          element instanceof RawDocument raw ? raw : RawDocument.of(document(element, name)));
    }
    return documents;
  }

  static List<Document> documents(Document document, String name) {
    List<Document> documents = new ArrayList<>();
    for (Object element : of(document, name, Collection.class)) {
      documents.add(document(element, name));
    }
    return documents;
  }

  private static Document document(Object element, String name) {
    if (element instanceof Document document) {
      return document;
    }
    throw new MongoServerError(
        ErrorCode.TypeMismatch, "the field '" + name + "' must hold documents");
  }
}
