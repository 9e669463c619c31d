package dev.rondel.coordinator.web;

import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.tags.Tag;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The head of the page at {@code /docs}. */
@Configuration(proxyBeanMethods = false)
class OpenApiConfiguration {

  @Bean
  OpenAPI openApi() {
    return new OpenAPI()
        .info(
            new Info()
                .title("Rondel coordinator")
                .version("1")
                .description(
                    "The ring, its nodes, and how data moves. Errors are problem+json with a stable"
                        + " `code`."))
        .tags(
            List.of(
                new Tag().name("ring").description("Where everything is"),
                new Tag().name("admin").description("Change the ring; the data follows by itself"),
                new Tag()
                    .name("compatibility")
                    .description("The interface of the Chord toy, for its programs")));
  }
}
