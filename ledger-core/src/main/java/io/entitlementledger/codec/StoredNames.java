package io.entitlementledger.codec;

import io.entitlementledger.account.AccountLedger;
import io.entitlementledger.event.LedgerEvent;
import io.entitlementledger.event.Stored;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.axonframework.serialization.Revision;
import org.axonframework.serialization.SerializedType;
import org.axonframework.serialization.SimpleSerializedType;
import org.jspecify.annotations.Nullable;

/**
 * The closed list of what may be stored, and under which name: every event, and the snapshot of the
 * account. A name that is not here cannot be read, so no stored text ever chooses a class.
 */
public final class StoredNames {
  private static final Map<String, Class<?>> CLASSES = new LinkedHashMap<>();
  private static final Map<Class<?>, SerializedType> TYPES = new LinkedHashMap<>();

  static {
    registerEvents(LedgerEvent.class);
    Revision snapshot = AccountLedger.class.getAnnotation(Revision.class);
    register(AccountLedger.class, "AccountLedger", snapshot.value());
  }

  private StoredNames() {}

  /** The events by their stored names. */
  public static Map<String, Class<?>> classes() {
    return Map.copyOf(CLASSES);
  }

  /**
   * The name an event is stored under.
   *
   * @throws IllegalArgumentException if the class is none that may be stored
   */
  public static String nameOf(Class<?> type) {
    return typeOf(type).getName();
  }

  static SerializedType typeOf(Class<?> type) {
    SerializedType stored = TYPES.get(type);
    if (stored == null) {
      throw new IllegalArgumentException(type.getName() + " is none of what the ledger stores");
    }
    return stored;
  }

  /**
   * The class of a stored name at the revision that this program writes; of an event, also at an
   * earlier one. A later one is another program's, and may mean something else.
   */
  static @Nullable Class<?> classOf(SerializedType stored) {
    Class<?> type = CLASSES.get(stored.getName());
    return type != null && (typeOf(type).equals(stored) || isEarlier(stored, type)) ? type : null;
  }

  private static boolean isEarlier(SerializedType stored, Class<?> type) {
    Stored current = type.getAnnotation(Stored.class);
    return current != null
        && IntStream.range(1, current.revision())
            .mapToObj(Integer::toString)
            .anyMatch(earlier -> earlier.equals(stored.getRevision()));
  }

  private static void registerEvents(Class<?> type) {
    if (type.isSealed()) {
      for (Class<?> permitted : type.getPermittedSubclasses()) {
        registerEvents(permitted);
      }
      return;
    }
    Stored stored = type.getAnnotation(Stored.class);
    if (stored == null) {
      throw new IllegalStateException(type.getName() + " has no stored name");
    }
    register(type, stored.name(), Integer.toString(stored.revision()));
  }

  private static void register(Class<?> type, String name, String revision) {
    if (CLASSES.put(name, type) != null) {
      throw new IllegalStateException("Two classes are stored as " + name);
    }
    TYPES.put(type, new SimpleSerializedType(name, revision));
  }
}
