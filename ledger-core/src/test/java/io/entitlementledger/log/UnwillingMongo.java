package io.entitlementledger.log;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import org.jspecify.annotations.Nullable;

/** A database that refuses to be read or written while it is told to. */
final class UnwillingMongo {
  private final MongoDatabase real;
  private volatile @Nullable Throwable reads;
  private volatile @Nullable Throwable writes;
  private volatile boolean unheard;

  UnwillingMongo(MongoDatabase real) {
    this.real = real;
  }

  MongoDatabase database() {
    return (MongoDatabase) wrap(MongoDatabase.class, real);
  }

  void refuseReads(@Nullable Throwable refusal) {
    reads = refusal;
  }

  void refuseWrites(@Nullable Throwable refusal) {
    writes = refusal;
    unheard = false;
  }

  /** Writes are carried out, but the answer does not arrive. */
  void loseAnswers(Throwable refusal) {
    unheard = true;
    writes = refusal;
  }

  private Object wrap(Class<?> type, Object wrapped) {
    return Proxy.newProxyInstance(
        type.getClassLoader(),
        new Class<?>[] {type},
        (proxy, method, arguments) -> {
          Throwable refusal =
              switch (method.getName()) {
                case "find" -> reads;
                case "insertMany" -> writes;
                default -> null;
              };
          if (refusal != null && !unheard) {
            throw refusal;
          }
          Object result;
          try {
            result = method.invoke(wrapped, arguments);
          } catch (InvocationTargetException e) {
            throw e.getTargetException();
          }
          if (refusal != null) {
            throw refusal;
          }
          return result instanceof MongoCollection<?>
              ? wrap(MongoCollection.class, result)
              : result;
        });
  }
}
