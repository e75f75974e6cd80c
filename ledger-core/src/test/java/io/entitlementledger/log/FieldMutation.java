package io.entitlementledger.log;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.bson.Document;
import org.bson.types.Binary;
import org.bson.types.Decimal128;
import org.bson.types.Symbol;
import org.jspecify.annotations.Nullable;

/** Changes one field of a commit, or of one of its streams: its value, type, place or being. */
final class FieldMutation {
  private static final String ID = "_id";

  private FieldMutation() {}

  /** Changes the commit and says how. */
  static String apply(Document commit, Random random) {
    List<Document> streams = commit.getList("s", Document.class);
    boolean top = random.nextInt(3) > 0;
    int stream = random.nextInt(streams.size());
    Document changed = top ? commit : streams.get(stream);
    List<String> fields = new ArrayList<>(changed.keySet());
    String field = fields.get(random.nextInt(fields.size()));
    String where = (top ? "" : "s." + stream + ".") + field;
    boolean id = field.equals(ID); // the store sees to it that every document has one
    return switch (random.nextInt(10)) {
      case 0 -> {
        changed.put("x" + random.nextInt(10), 0);
        yield "a field added beside " + where;
      }
      case 1 -> {
        reorder(changed, fields, random);
        yield "the fields beside " + where + " in the order " + changed.keySet();
      }
      case 2 -> {
        if (id) {
          changed.put(field, ((Long) value(changed, field)).doubleValue());
        } else {
          changed.remove(field);
        }
        yield where + (id ? " a double" : " removed");
      }
      case 3 -> {
        changed.put(field, id ? (Object) (int) (long) (Long) value(changed, field) : null);
        yield where + (id ? " an int" : " null");
      }
      case 4 -> {
        if (!id) {
          changed.put(field + "x", changed.remove(field));
        } else {
          changed.put(field, -1L);
        }
        yield where + " renamed";
      }
      case 5 -> {
        changed.put(field, otherType(value(changed, field)));
        yield where + " of another type: " + changed.get(field);
      }
      default -> {
        changed.put(field, otherValue(value(changed, field), random));
        yield where + " changed to " + changed.get(field);
      }
    };
  }

  private static Object value(Document document, String field) {
    Object value = document.get(field);
    if (value == null) {
      throw new IllegalStateException(field + " has no value");
    }
    return value;
  }

  private static void reorder(Document document, List<String> fields, Random random) {
    List<String> order = new ArrayList<>(fields);
    String moved = order.remove(1 + random.nextInt(order.size() - 1));
    int from = fields.indexOf(moved);
    int to = from == order.size() ? 0 : from + 1;
    order.add(to, moved);
    Document copy = new Document(document);
    document.clear();
    order.forEach(field -> document.put(field, copy.get(field)));
  }

  private static Object otherType(Object value) {
    return switch (value) {
      case Integer number -> Long.valueOf(number);
      case Long number -> new Decimal128(number);
      case String text -> new Symbol(text);
      case Binary bytes -> new Binary((byte) 5, bytes.getData());
      case List<?> list -> new Document("0", list.getFirst());
      default -> throw new IllegalStateException("no other type for " + value.getClass());
    };
  }

  private static Object otherValue(Object value, Random random) {
    return switch (value) {
      case Integer number -> number ^ 1 << random.nextInt(32);
      case Long number -> number ^ 1L << random.nextInt(64);
      case String text -> otherText(text, random);
      case Binary bytes -> new Binary(otherBytes(bytes.getData(), random));
      case List<?> list -> otherList(list, random);
      default -> throw new IllegalStateException("no other value for " + value.getClass());
    };
  }

  private static String otherText(String text, Random random) {
    StringBuilder other = new StringBuilder(text);
    int at = random.nextInt(text.length());
    other.setCharAt(at, (char) (text.charAt(at) ^ 1 << random.nextInt(7)));
    return other.toString();
  }

  private static byte[] otherBytes(byte[] bytes, Random random) {
    int length = bytes.length;
    return switch (random.nextInt(6)) {
      case 0 -> Arrays.copyOf(bytes, length + 1);
      case 1 -> Arrays.copyOf(bytes, length - 1);
      default -> {
        byte[] flipped = bytes.clone();
        flipped[random.nextInt(length)] ^= (byte) (1 << random.nextInt(8));
        yield flipped;
      }
    };
  }

  private static List<Object> otherList(List<?> list, Random random) {
    List<Object> other = new ArrayList<>(list);
    switch (random.nextInt(3)) {
      case 0 -> other.add(list.getFirst());
      case 1 -> other.removeLast();
      default -> {
        @Nullable Object last = other.removeLast();
        other.addFirst(last);
        if (other.equals(list)) {
          other.add("more");
        }
      }
    }
    return other;
  }
}
