package io.entitlementledger.event;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The name and revision an event is stored under: independent of Java's names, and for ever. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface Stored {
  /** Short and stable; the verb in the past. */
  String name();

  /**
   * Rises when the stored shape changes, which it does only by members that may be absent: an older
   * shape is read as one without them.
   */
  int revision() default 1;
}
