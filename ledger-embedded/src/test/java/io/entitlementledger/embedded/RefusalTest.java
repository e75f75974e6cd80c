package io.entitlementledger.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.MongoCommandException;
import java.nio.file.Path;
import java.util.ArrayList;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the store does not do is an error that names it, also where it would not matter. */
class RefusalTest {
  @TempDir Path directory;
  private OpenStore store;

  @BeforeEach
  void open() {
    store = new OpenStore(directory);
    store.collection("c").insertOne(new Document("_id", 1).append("a", 1));
  }

  @AfterEach
  void close() {
    store.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          {find: 'c', collation: {locale: 'de'}} | collation
          {find: 'c', hint: 'a_1'} | hint
          {find: 'c', tailable: true} | tailable
          {find: 'c', min: {a: 1}} | min
          {find: 'c', let: {x: 1}} | let
          {find: 'c', returnKey: true} | returnKey
          {find: 'c', startTransaction: true, txnNumber: 1} | startTransaction
          {find: 'c', unheardOf: 1} | unheardOf
          {find: 'c', filter: {$where: '1'}} | $where
          {find: 'c', filter: {$text: {$search: 'x'}}} | $text
          {find: 'c', filter: {$jsonSchema: {}}} | $jsonSchema
          {find: 'c', filter: {_id: 7, a: {$unheardOf: 1}}} | $unheardOf
          {find: 'c', filter: {_id: 7, a: {$gt: 1, $unheardOf: 1}}} | $unheardOf
          {find: 'c', filter: {_id: 7, a: {$not: {$unheardOf: 1}}}} | $unheardOf
          {find: 'c', filter: {_id: 7, $or: [{a: {$unheardOf: 1}}]}} | $unheardOf
          {find: 'c', filter: {_id: 7, a: {$elemMatch: {b: {$unheardOf: 1}}}}} | $unheardOf
          {find: 'c', filter: {_id: 7, a: {$elemMatch: {$unheardOf: 1}}}} | $unheardOf
          {find: 'absent', filter: {a: {$unheardOf: 1}}} | $unheardOf
          {find: 'c', filter: {_id: 7, a: {$bitsAllSet: 1}}} | $bitsAllSet
          {find: 'c', filter: {_id: 7, a: {$regex: '^a', $ne: 'ab'}}} | $regex
          {find: 'c', sort: {_id: 2}} | _id
          {find: 'c', sort: {$natural: 1}} | $natural
          {findAndModify: 'c', query: {}, sort: {$natural: -1}, remove: true} | $natural
          {find: 'c', sort: {a: {$meta: 'textScore'}}} | 'a'
          {find: 'c', projection: {'a.b': 1}} | a.b
          {find: 'c', projection: {a: {$slice: 1}}} | $slice
          {find: 'absent', projection: {a: {$elemMatch: {b: 1}}}} | $elemMatch
          {find: 'c', projection: {'a.$': 1}} | a.$
          {find: 'c', projection: {x: '$a'}} | $a
          {find: 'c', projection: {a: 1, b: 0}} | b
          {findAndModify: 'c', query: {_id: 7}, remove: true, fields: {a: 1}} | fields
          {findAndModify: 'system.namespaces', query: {}, remove: true} | system.namespaces
          {delete: 'system.namespaces', deletes: [{q: {}, limit: 1}]} | system.namespaces
          {update: 'system.namespaces', updates: [{q: {}, u: {$set: {a: 1}}}]} | system.namespaces
          {insert: 'system.namespaces', documents: [{a: 1}]} | system.namespaces
          {find: 'c', skip: -1} | skip
          {find: 'c', batchSize: -1} | batchSize
          {find: 'c', filter: 'x'} | filter
          {find: 'c', limit: 'x'} | limit
          {count: 'c', query: {a: 1}} | query
          {count: 'c', limit: 1} | limit
          {count: 'c', hint: 'a_1'} | hint
          {count: 1} | count
          {aggregate: 'c', pipeline: [], cursor: {}, collation: {locale: 'de'}} | collation
          {aggregate: 'c', pipeline: [], explain: true} | explain
          {aggregate: 'c', pipeline: [{$unheardOf: 1}], cursor: {}} | $unheardOf
          {aggregate: 'c', pipeline: [{$match: {a: {$unheardOf: 1}}}], cursor: {}} | $unheardOf
          {aggregate: 'absent', pipeline: [{$out: 'd'}], cursor: {}} | $out
          {aggregate: 'c', pipeline: [{$match: {}, $unheardOf: 1}], cursor: {}} | exactly one
          {aggregate: 'c', pipeline: [{$match: {}}, {$merge: 'd'}], cursor: {}} | $merge
          {aggregate: 'c', pipeline: [{$limit: 0}], cursor: {}} | limit
          {aggregate: 'c', pipeline: [{$skip: -1}], cursor: {}} | $skip
          {aggregate: 'c', pipeline: [], cursor: {batchSize: -1}} | batchSize
          {insert: 'c', documents: [{_id: 2}], unheardOf: 1} | unheardOf
          {update: 'c', updates: [{q: {_id: 7}, u: {$set: {a: 2}}, hint: 'a_1'}]} | hint
          {update: 'c', updates: [{q: {_id: 7}, u: {$set: {a: 2}}, collation: {locale: 'de'}}]} | collation
          {update: 'c', updates: [{q: {_id: 7}, u: {$unheardOf: {a: 2}}}]} | $unheardOf
          {update: 'c', updates: [{q: {_id: 7}, u: {$bit: {a: {and: 2}}}}]} | $bit
          {update: 'c', updates: [{q: {_id: 1}, u: {$set: {a: 2}}}, {q: {}, u: [{$set: {a: 2}}]}]} | pipeline
          {update: 'c', updates: [], let: {x: 1}} | let
          {delete: 'c', deletes: [{q: {}, limit: 0, collation: {locale: 'de'}}]} | collation
          {delete: 'c', deletes: [{q: {a: {$unheardOf: 1}}, limit: 0}]} | $unheardOf
          {findAndModify: 'c', query: {_id: 7}, update: {$unheardOf: {a: 1}}} | $unheardOf
          {findAndModify: 'c', query: {}, remove: true, collation: {locale: 'de'}} | collation
          {createIndexes: 'c', indexes: [{key: {a: 1}, name: 'x', expireAfterSeconds: 0}]} | expireAfterSeconds
          {createIndexes: 'c', indexes: [{key: {a: 1}, name: 'x', collation: {locale: 'de'}}]} | collation
          {createIndexes: 'c', indexes: [{key: {a: 1}, name: 'x', hidden: true}]} | hidden
          {createIndexes: 'c', indexes: [{key: {a: 1}, name: 'x', partialFilterExpression: {a: 1}}]} | partialFilterExpression
          {createIndexes: 'c', indexes: [{key: {a: 'text'}, name: 'x'}]} | text
          {createIndexes: 'c', indexes: [{key: {'$**': 1}, name: 'x'}]} | $**
          {createIndexes: 'c', indexes: [{key: {a: 1}, name: 'x', unheardOf: 1}]} | unheardOf
          {listIndexes: 'c', unheardOf: 1} | unheardOf
          {listCollections: 1, unheardOf: 1} | unheardOf
          {listCollections: 1, filter: {name: 'c'}} | filter
          {dropIndexes: 'c', index: '_id_'} | _id
          {dropIndexes: 'c', index: '*'} | *
          {dropIndexes: 'c', index: {a: 1}} | index
          {dropIndexes: 'c', index: 'absent_1'} | absent_1
          {dropIndexes: 'c', index: 'a_1', unheardOf: 1} | unheardOf
          {drop: 'c', unheardOf: 1} | unheardOf
          {dropDatabase: 1, unheardOf: 1} | unheardOf
          {validate: 'c', repair: true} | repair
          {collStats: 'c'} | collStats
          {dbStats: 1} | dbStats
          {getMore: {$numberLong: '1'}, collection: 'c', unheardOf: 1} | unheardOf
          {killCursors: 'c', cursors: [], unheardOf: 1} | unheardOf
          {create: 'd', capped: true, size: 100} | capped
          {create: 'd', autoIndexId: false} | autoIndexId
          {create: 'd', storageEngine: {rocks: {}}} | storageEngine
          {create: 'd', validator: {a: 1}} | validator
          {create: 'd', viewOn: 'c', pipeline: []} | viewOn
          {renameCollection: 'ledger.c', to: 'ledger.d'} | renameCollection
          {mapReduce: 'c'} | mapReduce
          {unheardOf: 1} | unheardOf
          """)
  void anythingNotKnownIsRefusedByName(String command, String name) {
    assertThatThrownBy(() -> store.database.runCommand(Document.parse(command)))
        .isInstanceOf(MongoCommandException.class)
        .satisfies(
            refused ->
                assertThat(((MongoCommandException) refused).getErrorMessage()).contains(name));
    assertThat(store.collection("c").find()).containsExactly(new Document("_id", 1).append("a", 1));
    assertThat(store.collection("c").listIndexes().into(new ArrayList<>())).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{listDatabases: 1}", "{renameCollection: 'ledger.c', to: 'ledger.d'}"})
  void whatTheLibraryWouldDoOutsideOfADatabaseIsRefused(String command) {
    assertThatThrownBy(() -> store.client.getDatabase("admin").runCommand(Document.parse(command)))
        .isInstanceOf(MongoCommandException.class)
        .hasMessageContaining("no such command");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          {find: 'c', tailable: false, maxTimeMS: 1000, allowDiskUse: true, comment: 'why'}
          {find: 'c', filter: {$comment: 'why', a: {$eq: {'$unheardOf': 1}}}}
          {find: 'c', readConcern: {level: 'majority'}, noCursorTimeout: true}
          {count: 'c', query: null, readConcern: {level: 'majority'}}
          {find: 'c', filter: {a: {$type: 'number'}, b: {$mod: [2, 0]}}}
          {update: 'c', updates: [], writeConcern: {w: 'majority', j: true}}
          {listCollections: 1, nameOnly: true, authorizedCollections: true, cursor: {}}
          {listIndexes: 'c', cursor: {batchSize: 10}}
          {killCursors: 'c', cursors: [], comment: 'why'}
          {validate: 'c', full: true}
          {drop: 'c', writeConcern: {w: 'majority'}}
          {VALIDATE: 'c', full: false}
          """)
  void whatDriversSendAlongIsTaken(String command) {
    assertThat(store.database.runCommand(Document.parse(command))).containsEntry("ok", 1.0);
  }
}
