package dev.rondel.node.compat.pipeline;

import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** The parts of this interface that need no more than a gateway. */
@Configuration(proxyBeanMethods = false)
@Import({DbController.class, DhtController.class})
public class PipelineConfiguration {}
