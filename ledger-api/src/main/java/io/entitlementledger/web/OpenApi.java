package io.entitlementledger.web;

import io.entitlementledger.problem.Problem;
import io.entitlementledger.value.AccountId;
import io.entitlementledger.value.Module;
import io.entitlementledger.value.Product;
import io.entitlementledger.value.Quantity;
import io.entitlementledger.value.Source;
import io.swagger.v3.core.converter.ModelConverters;
import io.swagger.v3.core.jackson.ModelResolver;
import io.swagger.v3.core.jackson.TypeNameResolver;
import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.IntegerSchema;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.responses.ApiResponses;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import io.swagger.v3.oas.models.security.SecurityScheme;
import java.util.Set;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springdoc.core.providers.ObjectMapperProvider;
import org.springdoc.core.utils.SpringDocUtils;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.MediaType;

/** The description of the API at {@code /v1/openapi.json}, with the shapes that JSON really has. */
@Configuration(proxyBeanMethods = false)
class OpenApi {
  private static final String SCHEME = "key";

  static {
    SpringDocUtils.getConfig()
        .replaceWithSchema(AccountId.class, text("ipilot.customer.2779"))
        .replaceWithSchema(Product.class, text("call_path"))
        .replaceWithSchema(Module.class, text("msteam"))
        .replaceWithSchema(Source.class, text("ipilot"))
        .replaceWithSchema(Quantity.class, new IntegerSchema().format("int64"));
  }

  @Bean
  OpenAPI description() {
    return new OpenAPI()
        .info(
            new Info()
                .title("Entitlement Ledger")
                .version("v1")
                .description(
                    "Takes billable webhooks; answers what every account was entitled to at any"
                        + " time, as known at any time, and why."))
        .components(
            new Components()
                .addSecuritySchemes(
                    SCHEME,
                    new SecurityScheme()
                        .type(SecurityScheme.Type.HTTP)
                        .scheme("bearer")
                        .description("An API key; what it may do depends on its role.")))
        .addSecurityItem(new SecurityRequirement().addList(SCHEME));
  }

  /** Any route can answer with a problem. */
  @Bean
  OpenApiCustomizer problems() {
    return api -> {
      ModelConverters.getInstance(true)
          .read(Problem.class)
          .forEach(api.getComponents()::addSchemas);
      if (api.getPaths() != null) {
        api.getPaths()
            .values()
            .forEach(path -> path.readOperations().forEach(OpenApi::mayAnswerProblem));
      }
    };
  }

  /** The describer has a mapper of its own, so it is told again how properties are named. */
  @Bean
  ModelResolver snakeCase(ObjectMapperProvider mapper) {
    return new ModelResolver(
            mapper
                .jsonMapper()
                .copy()
                .setPropertyNamingStrategy(
                    com.fasterxml.jackson.databind.PropertyNamingStrategies.SNAKE_CASE),
            new NestedNames())
        .openapi31(true);
  }

  /** Two records may hold a nested one of the same name, such as Page. */
  private static final class NestedNames extends TypeNameResolver {
    @Override
    protected String nameForClass(Class<?> type, Set<Options> options) {
      Class<?> outer = type.getEnclosingClass();
      String name = super.nameForClass(type, options);
      return outer == null ? name : super.nameForClass(outer, options) + name;
    }
  }

  private static void mayAnswerProblem(Operation operation) {
    if (operation.getResponses() == null) {
      operation.setResponses(new ApiResponses());
    }
    operation
        .getResponses()
        .addApiResponse(
            "default",
            new ApiResponse()
                .description("An error")
                .content(
                    new Content()
                        .addMediaType(
                            MediaType.APPLICATION_PROBLEM_JSON_VALUE,
                            new io.swagger.v3.oas.models.media.MediaType()
                                .schema(
                                    new Schema<Problem>().$ref("#/components/schemas/Problem")))));
  }

  private static Schema<?> text(String example) {
    return new StringSchema().example(example);
  }
}
