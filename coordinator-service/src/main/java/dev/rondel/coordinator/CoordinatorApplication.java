package dev.rondel.coordinator;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/** Starts the coordinator: {@code java -jar coordinator-service.jar --server.port=9999}. */
@SpringBootApplication
@ConfigurationPropertiesScan
public class CoordinatorApplication {

  public static void main(String[] args) {
    SpringApplication.run(CoordinatorApplication.class, args);
  }
}
