package io.entitlementledger.embedded;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.rocksdb.ByteBufferGetStatus;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.Status;

/**
 * Which of many keys the store holds, found out at once. Of the ways to ask for many keys this is
 * the one that tells of each key whether it could be read: the others say that there is nothing
 * under a key that could not be.
 */
final class Presence {
  private Presence() {}

  static BitSet of(RocksDB db, ReadOptions at, List<Key> keys) throws RocksDBException {
    int bytes = keys.stream().mapToInt(key -> key.bytes().length).sum();
    ByteBuffer all = ByteBuffer.allocateDirect(bytes + keys.size());
    List<ByteBuffer> asked = new ArrayList<>(keys.size());
    List<ByteBuffer> values = new ArrayList<>(keys.size());
    int end = 0;
    for (Key key : keys) {
      int start = end;
      end += key.bytes().length;
      asked.add(all.slice(start, end - start).put(key.bytes()).flip());
      values.add(all.slice(end++, 1)); // what is there does not matter here
    }
    List<ByteBufferGetStatus> found = db.multiGetByteBuffers(at, asked, values);
    BitSet present = new BitSet(keys.size());
    for (int i = 0; i < found.size(); i++) {
      Status status = found.get(i).status;
      switch (status.getCode()) {
        case Ok, Incomplete -> present.set(i);
        case NotFound -> {}
        default -> throw new RocksDBException(status);
      }
    }
    return present;
  }
}
