package io.entitlementledger.bench;

import com.mongodb.event.CommandListener;
import com.mongodb.event.CommandSucceededEvent;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonString;
import org.bson.BsonValue;

/** Tells of inserts that were refused because another had taken their position. */
final class RaceListener implements CommandListener {
  private static final int DUPLICATE_KEY = 11000;

  private final Runnable lost;

  RaceListener(Runnable lost) {
    this.lost = lost;
  }

  @Override
  public void commandSucceeded(CommandSucceededEvent event) {
    if (!event.getCommandName().equals("insert")) {
      return;
    }
    for (BsonValue error : event.getResponse().getArray("writeErrors", new BsonArray())) {
      BsonDocument refused = error.asDocument();
      String message = refused.getString("errmsg", new BsonString("")).getValue();
      if (refused.getNumber("code", new BsonInt32(0)).intValue() == DUPLICATE_KEY
          && message.contains("_id")) {
        lost.run();
      }
    }
  }
}
