package io.entitlementledger.webhook;

import java.util.List;

/**
 * A field that is recognised in a delivery.
 *
 * @param name as documented, {@code [a-z][a-z0-9_]{0,63}}
 */
record Field(String name, Kind kind) {
  static final Field ACCOUNT_ID = new Field("account_id", Kind.WHOLE_NUMBER);
  static final Field EVENT_OBJECT = new Field("event_object", Kind.WORD);
  static final Field EVENT_ACTION = new Field("event_action", Kind.WORD);
  static final Field EVENT_TYPE = new Field("event_type", Kind.WORD);
  static final Field ORDER_TYPE = new Field("order_type", Kind.WORD);
  static final Field MODULE = new Field("module", Kind.WORD);
  static final Field ORDER_NUMBER = new Field("order_number", Kind.IDENTIFIER);
  static final Field SYSTEM_SKU = new Field("system_sku", Kind.IDENTIFIER);
  static final Field RESELLER_OWN_SKU = new Field("reseller_own_sku", Kind.IDENTIFIER);
  static final Field PLATFORM_OWN_SKU = new Field("platform_own_sku", Kind.IDENTIFIER);
  static final Field EXTERNAL_ID = new Field("external_customer_account_id", Kind.IDENTIFIER);
  static final Field SITE_ID = new Field("site_id", Kind.WHOLE_NUMBER);
  static final Field SITE_NAME = new Field("site_name", Kind.NAME);
  static final Field UPDATED_FIELDS = new Field("updated_fields", Kind.NAMES);

  /** What every catalogue recognises; its rules add the fields they count and key by. */
  static final List<Field> ALWAYS =
      List.of(
          ACCOUNT_ID,
          EVENT_OBJECT,
          EVENT_ACTION,
          EVENT_TYPE,
          ORDER_TYPE,
          MODULE,
          ORDER_NUMBER,
          SYSTEM_SKU,
          RESELLER_OWN_SKU,
          PLATFORM_OWN_SKU,
          EXTERNAL_ID,
          SITE_ID,
          SITE_NAME,
          UPDATED_FIELDS);

  /** How a field is read. */
  enum Kind {
    /** A string that is compared without regard to case and repeated spaces. */
    WORD(256),
    /** A number without fraction or exponent, or a string of its digits. */
    WHOLE_NUMBER(Body.MAX_NUMERAL),
    /** A string that is kept as it is, or the decimal text of a number. */
    IDENTIFIER(128),
    /** As an identifier, but longer. */
    NAME(256),
    /** One name, or an array of names. */
    NAMES(256);

    private final int longest;

    Kind(int longest) {
      this.longest = longest;
    }

    /** How many characters it may have. */
    int longest() {
      return longest;
    }
  }

  /** Where the field is looked for when it is absent. */
  String pointer() {
    return Texts.pointer(name);
  }
}
