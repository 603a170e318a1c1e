//! A review session -> a web page on this machine: binds, checks who asks, answers with the page, views and saved decisions.
mod access;
mod acts;
mod agree;
mod assets;
mod desk;
mod routes;
mod views;

use crate::error::{Error, ErrorKind, Result};
use access::Access;
pub use desk::Desk;
use std::{
    net::{Ipv4Addr, SocketAddr, TcpListener},
    sync::Arc,
    time::Duration,
};
use tokio::net::TcpListener as Listener;

/// How long answers under way may take once the server was told to stop.
const FAREWELL: Duration = Duration::from_secs(2);

/// A page that is bound to its port and waits to be run.
#[derive(Debug)]
pub struct Server {
    listener: TcpListener,
    access: Arc<Access>,
    desk: Arc<Desk>,
}

impl Server {
    /// Binds to the loopback address: to `port`, or to one the operating system picks.
    ///
    /// # Errors
    /// The port is taken, or there are no random numbers for the key.
    pub fn bind(port: Option<u16>, desk: Desk) -> Result<Self> {
        let wanted = SocketAddr::from((Ipv4Addr::LOCALHOST, port.unwrap_or(0)));
        let failed = |e| Error::io(format!("port {}", wanted.port()), &e);
        let listener = TcpListener::bind(wanted).map_err(failed)?;
        listener.set_nonblocking(true).map_err(failed)?;
        let port = listener.local_addr().map_err(failed)?.port();
        Ok(Self { listener, access: Arc::new(Access::new(port)?), desk: Arc::new(desk) })
    }

    /// The address to print, with its key.
    pub fn address(&self) -> String {
        self.access.address()
    }

    /// The address to hand to the browser's program: its key is good once, because other users of the machine may read it.
    pub fn ticket(&self) -> String {
        self.access.ticket()
    }

    /// Answers until the program is interrupted (Ctrl-C).
    ///
    /// # Errors
    /// The operating system refuses threads or the socket.
    pub fn run(self) -> Result<()> {
        let failed = |e: std::io::Error| Error::new(ErrorKind::Io, format!("the page could not be served: {e}"));
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(failed)?;
        let ended = runtime.block_on(async {
            let listener = Listener::from_std(self.listener)?;
            let router = routes::router(self.access, self.desk);
            let serve = axum::serve(listener, router);
            tokio::select! {
                ended = serve => ended,
                ended = tokio::signal::ctrl_c() => ended,
            }
        });
        runtime.shutdown_timeout(FAREWELL);
        ended.map_err(failed)
    }
}
