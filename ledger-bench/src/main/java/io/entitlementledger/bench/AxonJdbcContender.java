package io.entitlementledger.bench;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.entitlementledger.codec.LedgerSerializer;
import java.nio.file.Path;
import org.axonframework.common.jdbc.DataSourceConnectionProvider;
import org.axonframework.common.transaction.NoTransactionManager;
import org.axonframework.eventsourcing.eventstore.EventStorageEngine;
import org.axonframework.eventsourcing.eventstore.jdbc.JdbcEventStorageEngine;
import org.axonframework.eventsourcing.eventstore.jdbc.PostgresEventTableFactory;

/** Axon's own engine for JDBC on PostgreSQL; every append is a transaction of its own. */
final class AxonJdbcContender implements Contender {
  private final Postgres postgres;
  private final HikariDataSource pool;
  private final JdbcEventStorageEngine engine;

  /**
   * @param writers how many connections there are, so that no writer waits for another's
   */
  AxonJdbcContender(Path directory, int writers) {
    postgres = new Postgres(directory);
    HikariConfig config = new HikariConfig();
    config.setDataSource(postgres.dataSource());
    config.setMaximumPoolSize(writers);
    pool = new HikariDataSource(config);
    LedgerSerializer serializer = new LedgerSerializer();
    engine =
        JdbcEventStorageEngine.builder()
            .connectionProvider(new DataSourceConnectionProvider(pool))
            .transactionManager(NoTransactionManager.instance())
            .eventSerializer(serializer)
            .snapshotSerializer(serializer)
            .build();
    engine.createSchema(PostgresEventTableFactory.INSTANCE);
  }

  @Override
  public String label() {
    return "axon-jdbc";
  }

  @Override
  public EventStorageEngine engine() {
    return engine;
  }

  @Override
  public long cpuElsewhere() {
    return postgres.cpu();
  }

  @Override
  public void close() {
    pool.close();
    postgres.close();
  }
}
