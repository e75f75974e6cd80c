package io.entitlementledger.security;

import io.entitlementledger.problem.LedgerProblem;
import io.entitlementledger.value.AccountId;
import io.entitlementledger.value.Product;
import io.entitlementledger.value.Quantity;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.authentication.AnonymousAuthenticationFilter;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.StreamingResponseBody;

/** Routes that fail in every way, open to everybody; there in the profile {@code faults} alone. */
@Configuration(proxyBeanMethods = false)
@Profile("faults")
class FaultyRoutes {
  static final AtomicInteger INSIDE = new AtomicInteger();
  static final Semaphore LEAVE = new Semaphore(0);

  record Change(AccountId account, Product product, Quantity quantity, Instant effectiveAt) {}

  @Bean
  @Order(0)
  SecurityFilterChain impatient(HttpSecurity http) {
    return open("/faults/impatient", http)
        .addFilterAfter(new BoundBody(Duration.ZERO), AuthorizationFilter.class)
        .build();
  }

  @Bean
  @Order(0)
  SecurityFilterChain crowded(HttpSecurity http) {
    return open("/faults/crowded", http)
        .addFilterAfter(new BoundWork(1, 2, Duration.ofMillis(100)), AuthorizationFilter.class)
        .build();
  }

  @Bean
  @Order(0)
  SecurityFilterChain shared(HttpSecurity http, Keys keys, OpenSources sources) {
    return open("/faults/shared", http)
        .addFilterBefore(new AuthenticateCaller(keys, sources), AnonymousAuthenticationFilter.class)
        .addFilterAfter(new BoundWork(1, 8, Duration.ofMillis(100)), AuthorizationFilter.class)
        .build();
  }

  @Bean
  @Order(1)
  SecurityFilterChain others(HttpSecurity http, Keys keys, OpenSources sources) {
    return open("/faults/**", http)
        .addFilterBefore(new AuthenticateCaller(keys, sources), AnonymousAuthenticationFilter.class)
        .build();
  }

  private static HttpSecurity open(String path, HttpSecurity http) {
    return http.securityMatcher(path)
        .csrf(AbstractHttpConfigurer::disable)
        .authorizeHttpRequests(requests -> requests.anyRequest().permitAll());
  }

  @RestController
  @Profile("faults")
  static class Faults {
    @GetMapping("/faults/thrown")
    String thrown() {
      throw new LedgerProblem(HttpStatus.SERVICE_UNAVAILABLE, "behind", "Try again in a second.")
          .withHeader("Retry-After", "1");
    }

    @GetMapping("/faults/unexpected")
    String unexpected() {
      throw new IllegalStateException("a message that tells too much");
    }

    @GetMapping("/faults/error")
    String error() {
      throw new StackOverflowError("a message that tells too much");
    }

    @GetMapping("/faults/parameters/{account}")
    String parameters(
        @PathVariable AccountId account,
        @RequestParam("as_of") Instant asOf,
        @RequestParam(defaultValue = "1") int limit,
        @AuthenticationPrincipal Caller caller) {
      return account + " " + asOf + " " + limit + " " + caller.actor();
    }

    /** Answers when the test lets it. */
    @GetMapping({"/faults/crowded", "/faults/shared"})
    String crowded() throws InterruptedException {
      INSIDE.incrementAndGet();
      return LEAVE.tryAcquire(1, TimeUnit.MINUTES) ? "done" : "nobody came";
    }

    @GetMapping("/faults/stream")
    StreamingResponseBody stream(@RequestParam int lines) {
      return out -> {
        for (int line = 0; line < lines; line++) {
          out.write("{}\n".getBytes(StandardCharsets.UTF_8));
        }
        throw new IllegalStateException("a message that tells too much");
      };
    }

    @PostMapping("/faults/body")
    Change body(@RequestBody Change change) {
      return change;
    }
  }
}
