package io.entitlementledger.projection.directory;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Indexes;
import io.entitlementledger.event.AccountEvent;
import io.entitlementledger.projection.replay.Fact;
import io.entitlementledger.projection.replay.Projection;
import io.entitlementledger.projection.replay.ViewStore;
import io.entitlementledger.value.AccountId;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.bson.Document;

/** The view {@code directory}: one document an account, in the collection {@code accounts}. */
public final class AccountDirectory implements Projection {
  /** The view's name. */
  public static final String NAME = "directory";

  private final MongoCollection<Document> accounts;

  public AccountDirectory(ViewStore store) {
    accounts = store.collection("accounts");
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public void prepare() {
    accounts.createIndex(Indexes.ascending(CardDocument.TERMS));
    accounts.createIndex(Indexes.ascending(CardDocument.STATUS, ViewStore.ID));
    accounts.createIndex(Indexes.ascending(CardDocument.TYPE, ViewStore.ID));
  }

  @Override
  public void apply(List<Fact> facts) {
    Map<AccountId, AccountCard> known = known(facts);
    Map<AccountId, AccountCard> changed = new LinkedHashMap<>();
    for (Fact fact : facts) {
      if (fact.event() instanceof AccountEvent event) {
        AccountId account = event.account();
        AccountCard card = known.getOrDefault(account, AccountCard.unknown(account));
        if (fact.position() > card.position()) {
          AccountCard next = card.with(event, fact.position());
          known.put(account, next);
          changed.put(account, next);
        }
      }
    }
    if (!changed.isEmpty()) {
      accounts.bulkWrite(
          changed.values().stream()
              .map(card -> ViewStore.replaceOlder(CardDocument.write(card)))
              .toList());
    }
  }

  private Map<AccountId, AccountCard> known(List<Fact> facts) {
    Set<String> ids =
        facts.stream()
            .filter(fact -> fact.event() instanceof AccountEvent)
            .map(Fact::accountOrStream)
            .collect(Collectors.toSet());
    Map<AccountId, AccountCard> known = new HashMap<>();
    if (!ids.isEmpty()) {
      for (Document document : accounts.find(Filters.in(ViewStore.ID, ids))) {
        AccountCard card = CardDocument.read(document);
        known.put(card.account(), card);
      }
    }
    return known;
  }

  @Override
  public void clear() {
    accounts.drop();
    prepare();
  }

  MongoCollection<Document> accounts() {
    return accounts;
  }
}
