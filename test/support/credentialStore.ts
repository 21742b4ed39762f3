import {
  ICredentialsHelper,
  NodeHelpers,
  sleep,
  type ICredentialDataDecryptedObject,
  type ICredentialType,
  type IDataObject,
  type IHttpRequestHelper,
  type IHttpRequestOptions,
  type INode,
  type INodeCredentialsDetails,
} from 'n8n-workflow';

/**
 * n8n's store of credentials, in memory. `authenticate` and `preAuthentication` do what n8n's
 * `credentials-helper` does: they live in the `n8n` package, which unit tests do not install. The
 * end-to-end tests run the real one.
 */
export class CredentialStore extends ICredentialsHelper {
  /** Called after each read by the engine: the moment at which another process may store something. */
  afterRead: () => void = () => {};

  /** How long a write takes to be seen, in milliseconds. */
  writeMs = () => 0;

  constructor(
    private readonly types: Record<string, { type: ICredentialType }>,
    private readonly stored = new Map<string, ICredentialDataDecryptedObject>(),
  ) {
    super();
  }

  /** The same store, seen from another process with its own copy of the package. */
  seenWith(types: Record<string, { type: ICredentialType }>): CredentialStore {
    return new CredentialStore(types, this.stored);
  }

  add(id: string, data: ICredentialDataDecryptedObject): { xiaoAApi: INodeCredentialsDetails } {
    this.stored.set(id, { ...data });
    return { xiaoAApi: { id, name: id } };
  }

  /** What the editor does on saving: it sends back the hidden fields as well. */
  edit(id: string, changes: ICredentialDataDecryptedObject): void {
    this.stored.set(id, { ...this.read(id), ...changes });
  }

  read(id: string): ICredentialDataDecryptedObject {
    const data = this.stored.get(id);
    if (!data) throw new Error(`There is no credential ${id}`);
    return { ...data };
  }

  getParentTypes() {
    return [];
  }

  isCredentialUsableByNode() {
    return true;
  }

  getCredentialsProperties(type: string) {
    return this.types[type].type.properties;
  }

  async getCredentials(): Promise<never> {
    throw new Error('The engine is not expected to ask for encrypted credentials');
  }

  async getDecrypted(_data: unknown, { id }: INodeCredentialsDetails, type: string) {
    // A turn of the event loop, as the database takes one: callers overlap here as they do in n8n.
    await new Promise((resolve) => setImmediate(resolve));
    const decrypted = NodeHelpers.getNodeParameters(
      this.getCredentialsProperties(type),
      this.read(id ?? '') as never,
      true,
      false,
      null,
      null,
    ) as ICredentialDataDecryptedObject;
    this.afterRead();
    return decrypted;
  }

  async authenticate(
    credentials: ICredentialDataDecryptedObject,
    typeName: string,
    options: IHttpRequestOptions,
  ) {
    const { authenticate } = this.types[typeName].type;
    if (typeof authenticate !== 'function') throw new Error('authenticate is expected to be code');
    return await authenticate(credentials, options);
  }

  async preAuthentication(
    helpers: IHttpRequestHelper,
    credentials: ICredentialDataDecryptedObject,
    typeName: string,
    node: INode,
    expired: boolean,
  ) {
    const { type } = this.types[typeName];
    const expirable = type.properties.find(
      (property) => property.type === 'hidden' && property.typeOptions?.expirable === true,
    );
    if (!expirable || !type.preAuthentication) return undefined;
    if (credentials[expirable.name] !== '' && !expired) return undefined;
    const output = await type.preAuthentication.call(helpers, credentials);
    const reference = node.credentials?.[typeName];
    if (output[expirable.name] === undefined || !reference) return undefined;
    await this.updateCredentials(reference, typeName, {
      ...this.read(reference.id ?? ''),
      ...(output as ICredentialDataDecryptedObject),
    });
    return Object.assign(credentials, output as IDataObject) as ICredentialDataDecryptedObject;
  }

  async runPreAuthentication() {
    return undefined;
  }

  async updateCredentials(
    { id }: INodeCredentialsDetails,
    _type: string,
    data: ICredentialDataDecryptedObject,
  ) {
    await sleep(this.writeMs());
    this.stored.set(id ?? '', { ...data });
  }

  async updateCredentialsOauthTokenData() {}
}
