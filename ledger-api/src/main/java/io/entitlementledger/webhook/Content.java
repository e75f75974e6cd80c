package io.entitlementledger.webhook;

import io.entitlementledger.codec.Sha256;
import io.entitlementledger.value.AccountId;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * The digest by which two deliveries are known to say the same. It is stored and compared for as
 * long as an account lives, so this form is for ever; another one would get another prefix.
 *
 * <p>SHA-256 in lower-case hex over these, where <em>n</em> is an unsigned 32-bit big-endian number
 * and <em>text</em> is the <em>n</em> of its length in bytes, then its UTF-8:
 *
 * <ol>
 *   <li>text {@code entitlement-ledger/content/1}
 *   <li>text of the account, {@code {source}.{type}.{number}}
 *   <li>for each recognised field that is there, in the order of the fields' documented names: text
 *       of that name; <em>n</em> of its values, which is 1 for all but {@code updated_fields}; text
 *       of each value
 * </ol>
 *
 * <p>A value is: of a word ({@code event_object}, {@code event_action}, {@code event_type}, {@code
 * order_type}, {@code module}) the word trimmed, in lower case, its inner spaces one each; of a
 * whole number its decimal digits without leading zeros; of anything else its trimmed text. Words
 * are not replaced by what a catalogue takes them for. A field that is {@code null} or empty is not
 * there, and what no rule recognises is left out: a catalogue that recognises a further field
 * changes only the digests of deliveries that carry it.
 */
final class Content {
  private static final String FORM = "entitlement-ledger/content/1";

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  private Content() {}

  static String digest(AccountId account, SortedMap<String, Value> fields) {
    Content content = new Content();
    content.text(FORM);
    content.text(account.toString());
    for (Map.Entry<String, Value> field : fields.entrySet()) {
      List<String> texts = field.getValue().texts();
      content.text(field.getKey());
      content.number(texts.size());
      texts.forEach(content::text);
    }
    return Sha256.hex(content.bytes.toByteArray());
  }

  private void text(String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    number(utf8.length);
    bytes.writeBytes(utf8);
  }

  private void number(int number) {
    bytes.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(number).array());
  }
}
