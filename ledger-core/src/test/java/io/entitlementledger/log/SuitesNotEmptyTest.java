package io.entitlementledger.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.lang.reflect.Method;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/**
 * The suites that are inherited from Axon run as many cases as they did when they were taken up: a
 * version that renamed them, or hid them from a subclass of another package, would else pass empty.
 */
class SuitesNotEmptyTest {
  private static Set<String> discovered(Class<?> suite) {
    LauncherDiscoveryRequest request =
        LauncherDiscoveryRequestBuilder.request().selectors(selectClass(suite)).build();
    var plan = LauncherFactory.create().discover(request);
    return plan.getRoots().stream()
        .flatMap(root -> plan.getDescendants(root).stream())
        .filter(TestIdentifier::isTest)
        .map(test -> ((MethodSource) test.getSource().orElseThrow()).getMethodName())
        .collect(Collectors.toSet());
  }

  @ParameterizedTest
  @CsvSource({
    "io.entitlementledger.log.LedgerStorageEngineTest, 28",
    "io.entitlementledger.log.TextSerializerEngineTest, 28",
    "io.entitlementledger.log.AxonEventStoreTest, 21"
  })
  void theSuitesOfAxonAreDiscoveredWhole(Class<?> suite, int cases) {
    assertThat(discovered(suite)).hasSizeGreaterThanOrEqualTo(cases);
  }

  @Test
  void everyCaseThatAxonDeclaresIsDiscovered() {
    for (Class<?> suite :
        Set.of(
            LedgerStorageEngineTest.class,
            TextSerializerEngineTest.class,
            AxonEventStoreTest.class)) {
      Set<String> found = discovered(suite);
      for (Class<?> each = suite; each != Object.class; each = each.getSuperclass()) {
        for (Method method : each.getDeclaredMethods()) {
          if (method.isAnnotationPresent(Test.class)) {
            assertThat(found).as(suite.getSimpleName()).contains(method.getName());
          }
        }
      }
    }
  }
}
