//! `openapi.json`, made from the operations themselves.

use station::failure::Failure;
use station::view::device::Change;
use utoipa::ToSchema;
use utoipa::openapi::path::{HttpMethod, OperationBuilder};
use utoipa::openapi::request_body::RequestBodyBuilder;
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityRequirement, SecurityScheme};
use utoipa::openapi::{
    ComponentsBuilder, ContentBuilder, InfoBuilder, OpenApi, OpenApiBuilder, PathItem,
    PathsBuilder, Ref, RefOr, Required, ResponseBuilder, Schema,
};

use crate::operation;

/// Name of the one way to prove who calls.
const BEARER: &str = "token";

/// One operation with its shapes.
pub struct Operation {
    /// Name, also its path's last part and the window's command.
    pub name: &'static str,
    summary: &'static str,
    request: String,
    response: String,
    schemas: Vec<(String, RefOr<Schema>)>,
}

impl Operation {
    /// Describes an operation that takes `I` and answers `O`.
    #[must_use]
    pub fn of<I: ToSchema, O: ToSchema>(name: &'static str, summary: &'static str) -> Self {
        let mut schemas = Vec::new();
        gather::<I>(&mut schemas);
        gather::<O>(&mut schemas);
        Self {
            name,
            summary: summary.trim(),
            request: I::name().into_owned(),
            response: O::name().into_owned(),
            schemas,
        }
    }
}

fn gather<T: ToSchema>(schemas: &mut Vec<(String, RefOr<Schema>)>) {
    schemas.push((T::name().into_owned(), T::schema()));
    T::schemas(schemas);
}

/// The description of the HTTP host.
#[must_use]
pub fn document() -> OpenApi {
    let operations = operation::all();
    let mut schemas = Vec::new();
    gather::<Failure>(&mut schemas);
    gather::<Change>(&mut schemas);
    let mut paths = PathsBuilder::new();
    for operation in operations {
        let item = PathItem::new(HttpMethod::Post, described(&operation));
        paths = paths.path(format!("/api/{}", operation.name), item);
        schemas.extend(operation.schemas);
    }
    paths = paths.path("/api/changes", PathItem::new(HttpMethod::Get, changes()));
    let bearer = SecurityScheme::Http(HttpBuilder::new().scheme(HttpAuthScheme::Bearer).build());
    let components = ComponentsBuilder::new()
        .schemas_from_iter(schemas)
        .security_scheme(BEARER, bearer);
    OpenApiBuilder::new()
        .info(
            InfoBuilder::new()
                .title("Lineside")
                .version(station::VERSION)
                .build(),
        )
        .paths(paths)
        .components(Some(components.build()))
        .security(Some([SecurityRequirement::new(
            BEARER,
            Vec::<String>::new(),
        )]))
        .build()
}

/// The stream of changes: server-sent events, each with a [`Change`] as its data.
fn changes() -> utoipa::openapi::path::Operation {
    let event = ContentBuilder::new()
        .schema(Some(Ref::from_schema_name(Change::name())))
        .build();
    let stream = ResponseBuilder::new()
        .description("Events without end; `data` of each is one change")
        .content("text/event-stream", event)
        .build();
    OperationBuilder::new()
        .operation_id(Some("changes"))
        .summary(Some("Tells what changed, so that a screen asks again."))
        .response("200", stream)
        .build()
}

fn described(operation: &Operation) -> utoipa::openapi::path::Operation {
    let content = |name: &str| {
        ContentBuilder::new()
            .schema(Some(Ref::from_schema_name(name)))
            .build()
    };
    let answer = |text: &str, name: &str| {
        ResponseBuilder::new()
            .description(text)
            .content("application/json", content(name))
            .build()
    };
    let request = RequestBodyBuilder::new()
        .content("application/json", content(&operation.request))
        .required(Some(Required::True))
        .build();
    OperationBuilder::new()
        .operation_id(Some(operation.name))
        .summary(Some(operation.summary))
        .request_body(Some(request))
        .response("200", answer("Done", &operation.response))
        .response(
            "default",
            answer("Not done; nothing was recorded", "Failure"),
        )
        .build()
}
