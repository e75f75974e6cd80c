package io.entitlementledger.projection.entitlements;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.ReplaceOneModel;
import com.mongodb.client.model.Sorts;
import io.entitlementledger.projection.history.Change;
import io.entitlementledger.projection.history.ChangeCollection;
import io.entitlementledger.projection.history.Changes;
import io.entitlementledger.projection.replay.Fact;
import io.entitlementledger.projection.replay.Projection;
import io.entitlementledger.projection.replay.ViewStore;
import io.entitlementledger.value.AccountId;
import io.entitlementledger.value.Source;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;

/**
 * The view {@code entitlements}: in the collection of that name one document an account with all
 * that is known of it, folded, for the answer of today; and in {@code entitlement_changes} the
 * account's changes, for its history, for the answer of any other time and for a fact that comes
 * late.
 */
public final class EntitlementView implements Projection {
  /** The view's name. */
  public static final String NAME = "entitlements";

  private final MongoCollection<Document> accounts;
  private final ChangeCollection changes;

  public EntitlementView(ViewStore store) {
    accounts = store.collection(NAME);
    changes = new ChangeCollection(store, "entitlement_changes");
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public void prepare() {
    changes.prepare();
  }

  @Override
  public void apply(List<Fact> facts) {
    Map<AccountId, List<Change>> byAccount = new LinkedHashMap<>();
    for (Change change : Changes.of(facts)) {
      byAccount.computeIfAbsent(change.account(), _ -> new ArrayList<>()).add(change);
    }
    if (byAccount.isEmpty()) {
      return;
    }
    Map<AccountId, AccountFold> known = find(byAccount.keySet().stream().toList());
    List<Change> fresh = new ArrayList<>();
    byAccount.forEach(
        (account, all) -> {
          AccountFold before = known.get(account);
          all.removeIf(change -> before != null && change.position() <= before.position());
          fresh.addAll(all);
        });
    changes.put(fresh); // before the documents: what is folded there must be found here
    List<ReplaceOneModel<Document>> writes = new ArrayList<>();
    byAccount.forEach(
        (account, news) -> {
          if (!news.isEmpty()) {
            writes.add(
                ViewStore.replaceOlder(
                    AccountFoldDocument.write(fold(account, known.get(account), news))));
          }
        });
    if (!writes.isEmpty()) {
      accounts.bulkWrite(writes);
    }
  }

  private AccountFold fold(AccountId account, @Nullable AccountFold before, List<Change> news) {
    Change last = news.getLast();
    EntitlementFold fold = before == null ? new EntitlementFold() : before.fold();
    List<Change> counting = news.stream().filter(Change::counts).sorted(Change.ORDER).toList();
    if (counting.isEmpty() || fold.precedes(counting.getFirst())) {
      counting.forEach(fold::apply);
    } else { // one of them is late: it changes what was folded after it
      fold = foldUpTo(account, null, last.position());
    }
    return new AccountFold(account, last.position(), last.recordedAt(), fold);
  }

  /** The fold of an account's changes up to an instant (all where it is null) and a position. */
  EntitlementFold foldUpTo(AccountId account, @Nullable Instant asOf, long upTo) {
    EntitlementFold fold = new EntitlementFold();
    changes.forEach(account, asOf, upTo, fold::apply);
    return fold;
  }

  @Nullable AccountFold find(AccountId account) {
    return find(List.of(account)).get(account);
  }

  private Map<AccountId, AccountFold> find(List<AccountId> ids) {
    Map<AccountId, AccountFold> found = new LinkedHashMap<>();
    for (Document document :
        accounts.find(Filters.in("_id", ids.stream().map(AccountId::toString).toList()))) {
      AccountFold account = AccountFoldDocument.read(document);
      found.put(account.account(), account);
    }
    return found;
  }

  /** The next accounts by id after one; from the first where it is null. */
  List<AccountFold> page(@Nullable AccountId after, int limit, @Nullable Source source) {
    Bson all = source == null ? Filters.empty() : ViewStore.accountsOf(source);
    List<AccountFold> page = new ArrayList<>();
    for (Document document :
        accounts
            .find(after == null ? all : Filters.and(all, Filters.gt("_id", after.toString())))
            .sort(Sorts.ascending("_id"))
            .limit(limit)) {
      page.add(AccountFoldDocument.read(document));
    }
    return page;
  }

  /** Every change of every account. */
  public ChangeCollection changes() {
    return changes;
  }

  @Override
  public void clear() {
    accounts.drop(); // before the changes, so that no document is there without its changes
    changes.clear();
  }
}
