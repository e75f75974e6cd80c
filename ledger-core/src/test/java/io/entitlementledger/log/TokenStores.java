package io.entitlementledger.log;

import java.time.Duration;
import org.axonframework.eventhandling.GlobalSequenceTrackingToken;
import org.axonframework.eventhandling.TrackingToken;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Three processes' token stores on one database; the third waits for no one. */
abstract class TokenStores {
  static final TrackingToken FIVE = new GlobalSequenceTrackingToken(5);
  static final TrackingToken NINE = new GlobalSequenceTrackingToken(9);

  @RegisterExtension final TestMongo mongo = new TestMongo();
  MongoTokenStore mine;
  MongoTokenStore others;
  MongoTokenStore impatient;

  @BeforeEach
  void open() {
    mine = new MongoTokenStore(mongo.database(), "me", Duration.ofMinutes(1));
    others = new MongoTokenStore(mongo.database(), "other", Duration.ofMinutes(1));
    impatient = new MongoTokenStore(mongo.database(), "impatient", Duration.ofMillis(50));
  }
}
